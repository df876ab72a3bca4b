5variable "P" {
  default = "linux/amd64,linux/arm64"
}
target "base" {
  platforms = ["${P}", split(",", P)[0]] // two
}
target "app" {
  inherits = ["base"]
  context = "a"
  matrix = { x = [for y in z : "${y}"] }
}
