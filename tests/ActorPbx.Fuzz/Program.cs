using ActorPbx.Fuzz;
using ActorPbx.Fuzz.Targets;

IFuzzTarget[] all = [new SipTarget(), new SdpTarget(), new RtpTarget(), new StunTarget(), new HoconTarget()];
if (FuzzOptions.Parse(args) is not { } options || Chosen(options.Target) is not { Length: > 0 } targets)
{
    Console.Error.WriteLine(FuzzOptions.Usage);
    return 2;
}

var isGood = true;
foreach (var target in targets)
{
    var run = new FuzzRun(target, options);
    var held = run.Go(options.Time / targets.Length);
    isGood &= held;
    Console.WriteLine($"{target.Name}: {run.Cases} inputs, seed {options.Seed}: {(held ? "all promises kept" : "a promise was broken")}");
}

return isGood ? 0 : 1;

IFuzzTarget[] Chosen(string name) => name == "all" ? all : [.. all.Where(target => target.Name == name)];
