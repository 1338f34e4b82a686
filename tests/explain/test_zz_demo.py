import time
from services import demo
from services.scope import Scope
from services.explain import ExplainService, FigureIds
from services.fund_performance import FundPerformanceService
from tests.explain.conftest import Explained
from tests.conftest import SECRET, settings_for
from tests.factories import partner
def test_demo(db, redis_url, tmp_path):
    demo.ensure(db, settings_for(database_url=db.url, redis_url=redis_url, data_dir=tmp_path))
    ids = FigureIds(SECRET)
    ex = Explained(db, ids, FundPerformanceService(db), ExplainService(db, ids=ids))
    out=[]; n=0; t=0; worst=0
    codes=[f.code for f in ex.service.calculate_fund_metrics(partner()).funds]
    print(codes)
    for funds in [*[(c,) for c in codes], ()]:
        for basis,line in (("net_lp","with"),("net_lp","without"),("gross","with")):
            scope=Scope(funds=funds,basis=basis,credit_line=line,period="6m")
            res=[ex.service.calculate_fund_metrics(partner(),scope)]
            if basis!="net_lp" or line=="with": res.append(ex.service.top_performers(partner(),scope))
            if funds and line=="with" : res += [ex.service.pme_table(partner(),scope), ex.service.get_benchmark_comparison(partner(),scope), ex.service.trend(partner(),scope)]
            for r in res:
                for name,fid in ex.ids_of(r).items():
                    if '.' in name and type(r).__name__=='Performers' and hash(name)%5: continue
                    a=time.monotonic(); told=ex.explain.explain(partner(),fid); d=time.monotonic()-a; t+=d; n+=1; worst=max(worst,d)
                    if told.value is not None and (told.difference is None or abs(told.difference)>1e-9):
                        out.append((funds,basis,line,type(r).__name__,name,told.value,told.recomputed,told.difference))
    print(n, t/n, worst)
    for o in out[:60]: print(o)
    print(len(out))
