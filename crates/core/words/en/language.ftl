# The language itself: its name as its speakers write it, and which way it is written (ltr or rtl).
language-name = English
language-direction = ltr
# Whether everything is said in it; one that says a part in English yet is not chosen for the system's sake.
language-whole = yes
