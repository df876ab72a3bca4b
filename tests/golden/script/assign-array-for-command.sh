a[1]=x cmd
