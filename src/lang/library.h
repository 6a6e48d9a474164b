/* The standard library: functions of np that are written in the language
 * itself (stdlib/). Their names and signatures are known from the start; the
 * text of a file is compiled when the first of its functions is called. */
#ifndef LANG_LIBRARY_H
#define LANG_LIBRARY_H

#include "lang.h"

/* What stdlib/embed.awk makes of stdlib/. At most 64 files. */
typedef struct LibraryFile {
    const char *name;
    const char *module; /* of numpy, whose functions these are: "linalg"; or "" */
    const char *text;
    int64_t length;
} LibraryFile;
extern const LibraryFile library_files[];
extern const BuiltinRow library_rows[]; /* all fn is library_call, data the file */

/* np.NAME(...): the library's function NAME. */
ArrStatus library_call(ArrState *state, const BuiltinCall *call, Value *result);
/* a.NAME(...): np.NAME(a, ...), whose other parameters stand in the same order. */
ArrStatus library_method(ArrState *state, const BuiltinCall *call, Value *result);

/* The docstring of a library's function as its file has it. */
typedef struct LibraryDoc {
    const char *text;
    int64_t length;
} LibraryDoc;
LibraryDoc library_doc(const BuiltinObject *function);

/* library_tools.c: what library code cannot say in the language. */
extern const BuiltinRow library_tool_rows[];
/* numpy_factor.c: the parts of np.linalg that its file completes. */
extern const BuiltinRow factor_tool_rows[];

/* np.mgrid, np.r_ and the like: functions of the library that are not called,
 * but given an index. */
bool library_is_subscripted(const BuiltinObject *function);
ArrStatus library_subscript(ArrState *state, BuiltinObject *function, Value index, Value *result);

#endif
