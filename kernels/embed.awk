# Makes src/device/cuda/headers.c: the headers that CUDA kernels include, as C strings.
#
#   awk -f kernels/embed.awk kernels/cuda_prelude.h ... >src/device/cuda/headers.c
BEGIN {
    print "/* Made by kernels/embed.awk: do not edit. */"
    print "#include \"device/cuda/texts.h\"\n"
    count = 0
}
FNR == 1 {
    if (count) print "    ;"
    name = FILENAME
    if (!sub(/^kernels\//, "", name)) name = "../" name
    names[count] = name
    printf "static const char text_%d[] =\n", count++
}
{
    gsub(/\\/, "&&")
    gsub(/"/, "\\\"")
    print "    \"" $0 "\\n\""
}
END {
    print "    ;\n\nconst char *const cuda_header_names[] = {"
    for (i = 0; i < count; i++) printf "    \"%s\",\n", names[i]
    print "    \"stdbool.h\", \"stdint.h\", \"complex.h\", \"string.h\"};"
    print "const char *const cuda_header_texts[] = {"
    for (i = 0; i < count; i++) printf "    text_%d,\n", i
    print "    \"\", \"\", \"\", \"\"};"
    printf "const int cuda_header_count = %d;\n", count + 4
}
