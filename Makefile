.PHONY: assets build test seal

assets:  ## bundle the page's script and subset the fonts into the checkout
	python -m build_support.assets

build:   ## every map and the atlas into build/
	sxgeo build

test:    ## everything CI runs
	./scripts/test

seal:    ## accept meant changes of data files
	sxgeo layers seal
