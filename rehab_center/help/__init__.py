"""A short help for every page and a two-page guide for every post. Owns no table.

*Help* (``pages/<blueprint>.txt``): what a page is for, the usual steps, what to do when it goes wrong. *Guide*
(``guides/<role>.txt``): what a post does, step by step, to be printed. Both are written in Vietnamese directly, by
whoever builds the page; ``texts`` says how the files are read.
"""
