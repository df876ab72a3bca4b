cat <<<"x $y" <<<z
