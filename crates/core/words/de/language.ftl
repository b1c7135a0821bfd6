# The language itself: its name as its speakers write it, and which way it is written (ltr or rtl).
language-name = Deutsch
language-direction = ltr
