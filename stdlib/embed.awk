# Makes src/lang/library_text.c: the texts of the library's files, and one
# BuiltinRow for each function whose name does not begin with '_'. A signature
# is that of the def line, or of a line "#: name(...)" above it where the
# language cannot say it ("*, " and "/").
#
# A file named after a module of numpy holds that module's functions, whose
# names begin with the module's: linalg.arr's linalg_pinv is np.linalg.pinv.
#
#   awk -f stdlib/embed.awk stdlib/*.arr >src/lang/library_text.c
BEGIN {
    split("linalg fft stride_tricks", names)
    for (i in names) modules[names[i] ".arr"] = names[i]
    file_count = row_count = 0
    print "/* Made by stdlib/embed.awk from stdlib/: do not edit. */"
    print "#include \"lang/library.h\""
}
FNR == 1 {
    if (file_count) print "    ;"
    name = FILENAME
    sub(/.*\//, "", name)
    module = modules[name]
    files[file_count] = name
    file_module[file_count++] = module
    printf "\nstatic const char text_%d[] =\n", file_count - 1
}
/^#: / { signature = substr($0, 4) }
/^def [a-z]/ {
    if (signature == "") {
        signature = substr($0, 5)
        sub(/:$/, "", signature)
    }
    if (module != "") sub("^" module "_", "", signature)
    rows[row_count] = quoted(signature)
    row_file[row_count++] = file_count - 1
}
/^def / { signature = "" }
{ print "    \"" quoted($0) "\\n\"" }
END {
    print "    ;\n\nconst LibraryFile library_files[] = {"
    for (i = 0; i < file_count; i++)
        printf "    {\"%s\", \"%s\", text_%d, sizeof text_%d - 1},\n", files[i], file_module[i], i, i
    print "};\n_Static_assert(sizeof library_files / sizeof *library_files <= 64, \"one bit each\");\n"
    print "const BuiltinRow library_rows[] = {"
    for (i = 0; i < row_count; i++)
        printf "    {\"%s\", library_call, NULL, %d},\n", rows[i], row_file[i]
    print "    {NULL, NULL, NULL, 0}};"
}
function quoted(line) {
    gsub(/\\/, "&&", line)
    gsub(/"/, "\\\"", line)
    return line
}
