/* What the program says must come before what. */
#include "driver.h"
int order_stream(void) {
    return 0;
}
void order_queued(Work *work) {
    (void)work;
}
void order_started(Work *work) {
    (void)work;
}
void order_waited(const Stream *stream) {
    (void)stream;
}
void order_waited_ticket(const Ticket *ticket) {
    (void)ticket;
}
void order_access(const Work *work, uint64_t address, size_t size, bool writes, const char *who) {
    (void)work, (void)address, (void)size, (void)writes, (void)who;
}
void order_launch(const Work *work, const Launch *launch) {
    (void)work, (void)launch;
}
