# The language itself: its name as its speakers write it, and which way it is written (ltr or rtl).
language-name = Deutsch
language-direction = ltr
# Ob alles in ihr gesagt wird; eine, die manches noch englisch sagt, wird nicht der des Systems wegen gewählt.
language-whole = yes
