"""Playing from the page: on a speaker of the house, steered from any phone, and what hands do when."""
