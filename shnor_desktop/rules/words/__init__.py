"""The words of the field and of Russian: names of schools, subjects, sittings and years, and how they are told apart."""
