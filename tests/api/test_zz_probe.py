import time, json, re
from tests.api.test_every_endpoint import *
from tests.api.test_every_endpoint import _db, _firm
def test_probe(few, many):
    for ep in dashboards(few.client.application):
        out=[]
        for c in (few, many):
            t=time.time()
            with statements(_db(c)) as sent:
                try:
                    a=c.get(address(ep, amounts="string")); st=a.status_code
                except Exception as e:
                    st=repr(e)[:200]
            out+= [st, len(sent), round(time.time()-t,2)]
        flag = '' if out[0]==out[3]==200 and out[1]>=out[4] and out[5]<1.5 and out[4]<=20 else '  <<<'
        if flag or 'risk' in ep.path or 'lp-' in ep.path or 'team' in ep.path or 'firm' in ep.path: print(ep.path, out, flag, a.text[:160] if st!=200 and 'a' in dir() else '')
    for ep in dashboards(few.client.application):
        try: f=few.get(address(ep)); 
        except Exception as e: continue
        if f.status_code!=200: continue
        body=f.get_json()
        words = {word for note in body["notes"] for word in re.split(r"[.\[\] ]", note["field"])}
        keys = set(body["meta"].pop("units"))
        missing = {path[-1] for path in nulls(body, keys) if not words & set(path)}
        if missing and '/fund-perf' not in ep.path: print('NULLS', ep.path, sorted(missing))
        for fmt in ('csv','xlsx'):
            a=few.get(address(ep, format=fmt))
            if a.status_code!=200: print('FORMAT', ep.path, fmt, a.status_code, a.text[:200]); continue
            if fmt=='csv':
                lines=list(csv.reader(io.StringIO(a.data.decode("utf-8-sig"))))
                if lines[0][0]!='Filters': print('CSV', ep.path, lines[0])
                else:
                    head=lines[lines.index([])+1]
                    if len(set(head))!=len(head): print('HEAD', ep.path, head)
                    if not head: print("EMPTY", ep.path)
            else:
                book=openpyxl.load_workbook(io.BytesIO(a.data))
                if book.sheetnames[:3] != ["Filters","Rows","Notes"]: print('XLSX', ep.path, book.sheetnames)
                elif len(list(book["Notes"].iter_rows(min_row=2)))!=len(body["notes"]): print('NOTES', ep.path)
                if few.get(address(ep, format=fmt)).data != a.data: print('XLSX differs', ep.path)
