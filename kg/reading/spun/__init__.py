"""Machine-paraphrased text: spun words go in, what stood there comes out."""
