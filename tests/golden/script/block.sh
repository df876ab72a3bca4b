{ a; b; } <in
{
  c
}
