"""What is seen: component trees and figures drawn from plain data, no I/O."""
