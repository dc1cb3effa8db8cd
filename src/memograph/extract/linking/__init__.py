"""Who or what a mention is: `roles` finds offices that stand for people, `linker.Linker` decides who everyone is."""
