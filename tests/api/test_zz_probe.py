import time

from services.cache import connect
from tests.api.test_every_endpoint import address, dashboards, statements


def test_probe(few):
    gp = few.client.application.extensions["gp"]
    ep = [e for e in dashboards(few.client.application) if e.path.endswith("rankings")][0]
    for n in range(2):
        connect(gp.settings.redis_url).flushdb()
        few.get("/api/v1/definitions")
        with statements(gp.db) as sent:
            few.get(address(ep, amounts="string"))
        print(len(sent))
        for x in sent:
            print("   ", str(x)[:110].replace("\n", " "))
        time.sleep(31 if n == 0 else 0)
        with statements(gp.db) as sent:
            few.get("/api/v1/definitions")
        print("defs", len(sent))
        if n == 0:
            time.sleep(0)
    connect(gp.settings.redis_url).flushdb()
    time.sleep(31)
    with statements(gp.db) as sent:
        few.get(address(ep, amounts="string"))
    print(len(sent))
    for x in sent:
        print("   ", str(x)[:110].replace("\n", " "))
