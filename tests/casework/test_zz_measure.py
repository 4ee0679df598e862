import csv, io, random, time
from amparo.access.rows import acting
from amparo.casework import intake
from amparo.foundation import clock
from amparo.people import actions, queries
from amparo.people.models import BlindTag, Person

FIRST = "Ana María José Luis Carlos Fatima Mohammed Jean Pierre Olena Wei Ming Lucía Rosa Juan Pedro Elena Marie Ahmed Ivan Sofia Diego Camila Mateo Valentina Samuel Abdul Nadia Yusuf Claudette".split()
LAST = "Pérez García Rodríguez Hernández López González Martínez Sánchez Ramírez Flores Torres Rivera Gómez Díaz Reyes Morales Cruz Ortiz Gutiérrez Chávez Jean-Baptiste Pierre-Louis Hussein Kovalenko Wang Zhang O'Brien Da Silva".split()
ZIPS = ["33010","60601","85001","90001","77001","10001","79901","98101","02134","30301"]

def rows(n, seed=1):
    r = random.Random(seed)
    for i in range(n):
        yield (f"{r.choice(FIRST)} {r.choice(FIRST)} {r.choice(LAST)} {r.choice(LAST)}", f"A{200000000+i}", f"305{5550000+i:07d}" if False else f"786-{200+i//10000:03d}-{i%10000:04d}", f"p{i}@example.org", r.choice(["Spanish","en","Haitian Creole","pt","French"]), r.choice(ZIPS))

def test_measure(casa):
    at = clock.now()
    out = io.StringIO(); w = csv.writer(out); w.writerow(["Name","A#","Phone","Email","Language","ZIP"]); w.writerows(rows(10_000))
    data = out.getvalue().encode()
    def timed(what, f):
        t=time.perf_counter(); x=f(); print(f"{what}: {time.perf_counter()-t:.2f} s"); return x
    def in_sol(f):
        def g():
            with acting(casa.sol): return f()
        return g
    for round in ("first", "again"):
        run = timed(round+" stage", in_sol(lambda: intake.stage(data, "p.csv", by=casa.sol, at=at)))
        cols = timed(round+" columns", in_sol(lambda: intake.columns(run.id, by=casa.sol, at=at)))
        p = timed(round+" preview", in_sol(lambda: intake.preview(run.id, cols.guess, by=casa.sol, at=at)))
        print(p.counts, p.problems[:3])
        run = timed(round+" apply", lambda: intake.apply(run.id, by=casa.sol, at=at)); print(run.counts)
    with acting(casa.sol): print(Person.objects.count(), BlindTag.objects.count())
    for q in ("ana", "perez jos", "maria garcia", "0042", "A200000777"):
        t=time.perf_counter()
        with acting(casa.sol): found = queries.search(q, by=casa.sol, at=at)
        print(q, len(found), f"{(time.perf_counter()-t)*1000:.1f} ms")
    new=[actions.NewPerson(r[0],"es","America/Phoenix","staff",case_number="B"+r[1],contacts=(("sms","+1"+r[2].replace("-","")),("email",r[3]))) for r in rows(10_000, 2)]
    timed("enrol_many 10000", in_sol(lambda: actions.enrol_many(new, by=casa.sol, at=at)))
    import cProfile, pstats
    new=[actions.NewPerson(r[0],"es","America/Phoenix","staff",case_number="C"+r[1],contacts=(("sms","+1"+r[2].replace("-","")),("email",r[3]))) for r in rows(2_000, 3)]
    pr=cProfile.Profile(); pr.enable()
    with acting(casa.sol): actions.enrol_many(new, by=casa.sol, at=at)
    pr.disable(); pstats.Stats(pr).sort_stats("cumtime").print_stats(30)
