import csv, io, pytest
from tests.api.test_every_endpoint import *
def test_show(few):
    for e in dashboards(few.client.application):
        if "/fund-performance/" in e.path: continue
        text = told(few, e, format="csv").data.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text)))
        i=lines.index([])
        print("=====", e.path, len(lines))
        for l in lines[i+1:i+5]: print("   ", l[:40])
        b=openpyxl.load_workbook(io.BytesIO(told(few,e,format="xlsx").data)); print("   ", b.sheetnames)
