using System.Text;
using ActorPbx.Fuzz.Mutation;
using ActorPbx.Hocon;

namespace ActorPbx.Fuzz.Targets;

/// <summary>The reader of configurations: it reads, or says what is wrong and where; nothing else comes out of it, and no nesting overflows the stack.</summary>
internal sealed class HoconTarget : IFuzzTarget
{
    private static readonly string[] s_samples =
    [
        "a { b = 1, c : [1, 2, ${a.b}] }\nd = ${a} { e = \"x\" }\npath = ${?path}\":/opt\"\nlist += 1\nlist += 2\n# comment\n// another\nt = \"\"\"raw \"quotes\" here\"\"\"\n",
        "sip {\n  listen = [ { transport = udp, address = 0.0.0.0, port = 5060 } ]\n  timers.t1 = 500ms\n  size = 64 KiB\n}\n\"quoted key\".x = on\nx = a b  c ${?y} d\n",
        "{ \"json\": { \"n\": -1.5e10, \"s\": \"\\u00e9\\n\\t\\\"\", \"a\": [null, true, [[[{}]]]] } }",
        "base { x = 1, y = ${base.x} }\nderived = ${base} { x = 2 }\nselves = [1] ${?selves} [2]\nr = ${derived.y}${base.x}\no { 0 = a, 1 = b }\nn = null\n",
    ];

    public string Name => "hocon";

    public byte[] Make(Dice dice) => new TextMutator(dice, "\n").Mutate(dice.Of(s_samples));

    public void Check(byte[] input)
    {
        try
        {
            var resolved = HoconParser.Parse(Encoding.UTF8.GetString(input)).Resolve();
            var written = ConfigPrinter.Print(resolved);
            BrokenPromiseException.Unless(written.Length >= 0, "nothing was written");
        }
        catch (HoconException fault)
        {
            BrokenPromiseException.Unless(fault.Message.Length is > 0 and < 10_000, $"a message of {fault.Message.Length} characters");
        }
    }
}
