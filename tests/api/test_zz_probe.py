import time
from services.cache import connect
from tests.api.test_every_endpoint import many, dashboards, address, statements
def test_probe(many):
    gp = many.client.application.extensions["gp"]
    connect(gp.settings.redis_url).flushdb()
    for ep in sorted(dashboards(many.client.application), key=lambda e: not any(w in e.path for w in ("lp-","risk","team","firm"))):
        t=time.process_time(); w=time.time()
        with statements(gp.db) as sent: a=many.get(address(ep))
        print(round(time.process_time()-t,2), round(time.time()-w,2), len(sent), a.status_code, ep.path, flush=True)
