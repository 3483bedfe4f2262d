import "vqa-flow/define";
