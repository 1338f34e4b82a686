"""What is known and computed; knows neither Dash nor Flask."""
