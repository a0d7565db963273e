/** Routes of the storefront: the start page's data, the products, and the files of the page. */
package dev.starling.storefront.web;
