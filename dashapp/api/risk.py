"""Risk for programs."""

from dashapp.api.layer import Endpoints

endpoints = Endpoints("risk")
