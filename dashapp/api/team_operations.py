"""Team Operations for programs."""

from dashapp.api.layer import Endpoints

endpoints = Endpoints("team operations")
