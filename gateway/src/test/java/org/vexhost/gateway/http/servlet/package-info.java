@NullMarked
package org.vexhost.gateway.http.servlet;

import org.jspecify.annotations.NullMarked;
