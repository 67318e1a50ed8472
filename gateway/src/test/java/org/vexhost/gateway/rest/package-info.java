@NullMarked
package org.vexhost.gateway.rest;

import org.jspecify.annotations.NullMarked;
