"""What a paper is made of, in which words, and what is looked for before printing."""
