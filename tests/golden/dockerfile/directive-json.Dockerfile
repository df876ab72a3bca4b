{"other": [1, {}], "syntax": "a\/b:\u0031"}
