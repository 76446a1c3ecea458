"""Write the client's models and methods from the joined OpenAPI document and one table of names."""
