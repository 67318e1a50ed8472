@NullMarked
package org.vexhost.gateway.rest.admin;

import org.jspecify.annotations.NullMarked;
