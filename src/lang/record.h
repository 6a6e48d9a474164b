/* Records: a few named values that belong together, as np.finfo and
 * sys.float_info give them. They cannot be changed. */
#ifndef LANG_RECORD_H
#define LANG_RECORD_H

#include "lang.h"

typedef struct RecordObject RecordObject;

typedef struct RecordClass {
    const char *type_name; /* "numpy.finfo" */
    const char *title;     /* of repr(): "finfo(...)" */
    const char *const *fields;
    int count;
    int shown; /* the fields of repr(): the first */
    ArrStatus (*str)(ArrState *state, const RecordObject *record, Text *text); /* NULL: as repr() */
} RecordClass;

struct RecordObject {
    Object head;
    const RecordClass *class;
    Value values[];
};

/* Takes over class->count values; status: what making them came to, passed on. */
ArrStatus record_new(ArrState *state, ArrStatus status, const RecordClass *class, Value *values,
                     Value *result);
/* The field's value, or NULL. */
const Value *record_find(const RecordObject *record, const char *name, int64_t length);

#endif
