# check= 	 
FROM debian:12
