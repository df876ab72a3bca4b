a; b $(c; d
