/* arr --doctor: the findings of a program as text, JSON or CSV, on stdout. */
#include "repl.h"

#include <stdio.h>
#include <string.h>

static void print_cost(const ArrFinding *finding) {
    bool tasks = strcmp(finding->code, "A104") == 0;
    if (!finding->count) return;
    printf(" (%lld %s", (long long)finding->count, tasks ? "tasks" : "times");
    if (finding->seconds > 0) printf(", %.3g s", finding->seconds);
    if (finding->seconds > 0 && tasks)
        printf(", %.3g tasks/s", (double)finding->count / finding->seconds);
    putchar(')');
}

static void print_text(ArrState *state) {
    ArrFinding finding;
    for (int64_t i = 0; arr_finding_get(state, i, &finding); i++) {
        printf("%s:%lld:%lld: %s %s", finding.file, (long long)finding.line,
               (long long)finding.column, finding.code, finding.what);
        print_cost(&finding);
        printf("\n    %s\n", finding.rewrite);
    }
}

static void print_json_string(const char *text) {
    putchar('"');
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == '"' || *p == '\\') printf("\\%c", *p);
        else if (*p < 0x20) printf("\\u%04x", *p);
        else putchar(*p);
    }
    putchar('"');
}

static void print_json(ArrState *state) {
    ArrFinding finding;
    putchar('[');
    for (int64_t i = 0; arr_finding_get(state, i, &finding); i++) {
        printf("%s{\"code\": \"%s\", \"file\": ", i ? ",\n " : "", finding.code);
        print_json_string(finding.file);
        printf(", \"line\": %lld, \"column\": %lld, \"count\": %lld, \"seconds\": %.9g, \"what\": ",
               (long long)finding.line, (long long)finding.column, (long long)finding.count,
               finding.seconds);
        print_json_string(finding.what);
        printf(", \"rewrite\": ");
        print_json_string(finding.rewrite);
        putchar('}');
    }
    puts("]");
}

static void print_csv_string(const char *text) {
    putchar('"');
    for (; *text; text++) {
        if (*text == '"') putchar('"');
        putchar(*text);
    }
    putchar('"');
}

static void print_csv(ArrState *state) {
    ArrFinding finding;
    puts("code,file,line,column,count,seconds,what,rewrite");
    for (int64_t i = 0; arr_finding_get(state, i, &finding); i++) {
        printf("%s,", finding.code);
        print_csv_string(finding.file);
        printf(",%lld,%lld,%lld,%.9g,", (long long)finding.line, (long long)finding.column,
               (long long)finding.count, finding.seconds);
        print_csv_string(finding.what);
        putchar(',');
        print_csv_string(finding.rewrite);
        putchar('\n');
    }
}

int doctor_print(Session *session, Format format) {
    ArrFinding finding;
    if (format == FORMAT_JSON) print_json(session->state);
    else if (format == FORMAT_CSV) print_csv(session->state);
    else print_text(session->state);
    return arr_finding_get(session->state, 0, &finding) ? EXIT_FINDINGS : 0;
}
