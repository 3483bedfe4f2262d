// mdBook knows how deep a page lies.
import(new URL(`${path_to_root}vqa-flow/vqa-flow.js`, location.href));
