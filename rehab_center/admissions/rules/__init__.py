"""The law and the logic of a stay, one file per topic. Pure: values in, results and findings out."""
