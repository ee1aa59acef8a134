"""The gallery's part of the REST API: pictures, publishing and teams, on a frame that other parts are mounted on."""
