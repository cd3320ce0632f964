"""The office in containers: image recipe, base images by digest, secrets, bill of materials, health, start and stop."""
