FROM debian:12
RUN <<<x cat
RUN a<<EOF
RUN $((1<<2))
RUN echo it's <<EOF
RUN echo ${X^^} <<EOF
ENV a=<<EOF
RUN ["<<EOF"]
RUN <<
