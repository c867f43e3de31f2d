"""Papers of a programme: the programme itself with passport, sections and plans; its indicators, plan and fact."""
