@NullMarked
package org.vexhost.gateway.http;

import org.jspecify.annotations.NullMarked;
