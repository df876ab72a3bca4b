a && b || c &&
  d
