/* Records (see record.h). */
#include "record.h"

#include <string.h>

ArrStatus record_new(ArrState *state, ArrStatus status, const RecordClass *class, Value *values,
                     Value *result) {
    size_t size = sizeof(RecordObject) + (size_t) class->count * sizeof *values;
    RecordObject *record = status ? NULL : object_new(state, VALUE_RECORD, size);
    if (!status && !record) status = ARR_MEMORY;
    if (status) {
        for (int i = 0; i < class->count; i++) value_release(state, values[i]);
        return status;
    }
    record->class = class;
    memcpy(record->values, values, (size_t) class->count * sizeof *values);
    *result = value_object(&record->head);
    return ARR_OK;
}

const Value *record_find(const RecordObject *record, const char *name, int64_t length) {
    for (int i = 0; i < record->class->count; i++) {
        const char *field = record->class->fields[i];
        if ((int64_t)strlen(field) == length && !memcmp(field, name, (size_t)length))
            return &record->values[i];
    }
    return NULL;
}
