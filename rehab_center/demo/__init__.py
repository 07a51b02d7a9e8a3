"""An invented centre for training: nobody in it exists.

Owns no table. Built through the same services as everything else, day by day with the clock set back, which its log
says. Only an empty instance, or one marked as demo, is ever touched.
"""
