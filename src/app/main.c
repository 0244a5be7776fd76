#include <stdio.h>
int main(void)
{
    puts("sangkien " SANGKIEN_VERSION);
    return 0;
}
