@NullMarked
package org.vexhost.gateway.http.listener;

import org.jspecify.annotations.NullMarked;
