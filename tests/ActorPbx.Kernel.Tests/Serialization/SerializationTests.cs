using System.Collections.Immutable;
using System.Text;
using ActorPbx.Kernel.Actor.Setup;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Serialization;
using ActorPbx.Kernel.TestKit.TestActors;

namespace ActorPbx.Kernel.Tests.Serialization;

public sealed class SerializationTests : Kernel.TestKit.Xunit2.TestKit
{
    public SerializationTests() : base("akka.actor.serialize-messages = on")
    {
    }

    private T RoundTrip<T>(T value) where T : notnull
    {
        var serializer = Sys.Serialization.FindSerializerFor(value);
        return (T)serializer.FromBinary(serializer.ToBinary(value), typeof(T));
    }

    [Fact]
    public void A_decider_keeps_its_pairs()
    {
        var decider = Decider.From(Directive.Restart, Directive.Stop.When<ArgumentException>());
        var serializer = Sys.Serialization.FindSerializerFor(decider);
        var read = (DeployableDecider)serializer.FromBinary(serializer.ToBinary(decider), typeof(DeployableDecider));
        read.Decide(new ArgumentException()).ShouldBe(Directive.Stop);
        read.Decide(new InvalidOperationException()).ShouldBe(Directive.Restart);
    }

    [Fact]
    public void Configuration_binds_types_to_serializers_that_the_program_gave()
    {
        using var system = ActorSystem.Create("bound", ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig($"akka.actor.serialization-bindings {{ \"{typeof(Uri).AssemblyQualifiedName}\" = dogs }}"),
            SerializationSetup.Create(each => [SerializerDetails.Create("dogs", new Marked(each, 103), [])])));
        system.Serialization.FindSerializerForType(typeof(Uri)).Identifier.ShouldBe(103);
    }

    [Fact]
    public void Values_come_back_equal_and_of_their_own_type()
    {
        foreach (var value in new object[] { 1, 2L, 3.5f, 4.5d, 123.456m, "text", true, new Address("akka", "sys", "host", 1) })
            RoundTrip(new Box(value)).Content.ShouldBe(value);
        RoundTrip(123).ShouldBe(123);
        RoundTrip(123.456m).ShouldBe(123.456m);
        RoundTrip(new Letter("a", 2, ImmutableArray.Create("x", "y"))).ShouldBe(new Letter("a", 2, ImmutableArray.Create("x", "y")), new LetterComparer());
    }

    [Fact]
    public void Equal_values_have_the_same_bytes_each_time()
    {
        var serializer = Sys.Serialization.FindSerializerFor(new Box("key"));

        serializer.ToBinary(new Box("key")).ShouldBe(serializer.ToBinary(new Box("key")));
    }

    [Fact]
    public void References_come_back_as_the_same_actor()
    {
        RoundTrip(new Holder(TestActor)).Actor.ShouldBe(TestActor);
        RoundTrip<IActorRef>(TestActor).ShouldBe(TestActor);
    }

    [Fact]
    public void Recipes_and_routers_come_back()
    {
        RoundTrip(BlackHoleActor.Props.WithMailbox("m").WithDispatcher("d")).ShouldBe(BlackHoleActor.Props.WithMailbox("m").WithDispatcher("d"));
        var strategy = new OneForOneStrategy(Decider.From(Directive.Restart, Directive.Stop.When<ArgumentException>()));
        var pool = new RoundRobinPool(10, new DefaultResizer(0, 1), strategy, "abc");
        RoundTrip(pool).ShouldBe(pool);
        RoundTrip(new RoundRobinGroup("abc")).ShouldBe(new RoundRobinGroup("abc"));
        RoundTrip(new TailChoppingPool(3, null, strategy, "abc", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))).Interval.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Messages_between_actors_go_through_the_serializer_when_wished()
    {
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        var sent = new Holder(TestActor);
        echo.Tell(sent);
        var received = ExpectMsg<Holder>();
        received.ShouldNotBeSameAs(sent);
        received.Actor.ShouldBe(TestActor);
    }

    [Fact]
    public void Bytes_and_nothing_have_serializers_of_their_own()
    {
        Sys.Serialization.FindSerializerFor(new byte[3]).ShouldBeOfType<ByteArraySerializer>().Identifier.ShouldBe(4);
        Sys.Serialization.FindSerializerFor(null).ShouldBeOfType<NullSerializer>().Identifier.ShouldBe(0);
        Sys.Serialization.FindSerializerFor("x").ShouldBeOfType<NewtonSoftJsonSerializer>().Identifier.ShouldBe(1);
    }

    [Fact]
    public void The_most_special_binding_decides()
    {
        var any = new Marked(ForSystem(), 100);
        var special = new Marked(ForSystem(), 101);
        Sys.Serialization.AddSerializer("any", any);
        Sys.Serialization.AddSerializer("special", special);
        Sys.Serialization.AddSerializationMap(typeof(IAnimal), any);
        Sys.Serialization.AddSerializationMap(typeof(Dog), special);
        Sys.Serialization.FindSerializerForType(typeof(Dog)).ShouldBe(special);
        Sys.Serialization.FindSerializerForType(typeof(Cat)).ShouldBe(any);
    }

    [Fact]
    public void Kinds_are_read_by_the_name_that_their_serializer_gave()
    {
        var serializer = new Marked(ForSystem(), 102);
        Sys.Serialization.AddSerializer("marked", serializer);
        var manifest = Kernel.Serialization.Serialization.ManifestFor(serializer, new Dog());
        manifest.ShouldBe("Dog");
        Sys.Serialization.Deserialize(serializer.ToBinary(new Dog()), 102, manifest).ShouldBeOfType<Dog>();
        Should.Throw<System.Runtime.Serialization.SerializationException>(() => Sys.Serialization.Deserialize([], 9999, "x"));
    }

    [Fact]
    public async Task A_set_up_adds_serializers_and_changes_the_json()
    {
        var setup = ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(DefaultConfig),
            SerializationSetup.Create(system => [SerializerDetails.Create("dogs", new Marked(system, 103), [typeof(Dog)])]),
            NewtonSoftJsonSerializerSetup.Create(settings => settings.Formatting = Newtonsoft.Json.Formatting.Indented));
        var other = ActorSystem.Create("other", setup);
        other.Serialization.FindSerializerFor(new Dog()).Identifier.ShouldBe(103);
        Encoding.UTF8.GetString(other.Serialization.Serialize(new Box("x"))).ShouldContain("\n");
        await other.Terminate();
    }

    [Fact]
    public void What_carries_a_message_that_never_leaves_the_process_is_not_written_either()
    {
        var carried = new Carried(new Local(() => { }));
        Sys.ActorOf(SimpleEchoActor.Props()).Tell(carried, TestActor);
        ExpectMsg<Carried>().ShouldBeSameAs(carried);
    }

    private sealed record Local(Action Work) : INoSerializationVerificationNeeded;

    private sealed record Carried(object Message) : IWrappedMessage;

    private ExtendedActorSystem ForSystem() => (ExtendedActorSystem)Sys;

    public interface IAnimal;

    public sealed class Dog : IAnimal;

    public sealed class Cat : IAnimal;

    public sealed record Box(object Content);

    public sealed record Holder(IActorRef Actor);

    public sealed record Letter(string Subject, int Pages, ImmutableArray<string> Words);

    private sealed class LetterComparer : IEqualityComparer<Letter>
    {
        public bool Equals(Letter? x, Letter? y) => x!.Subject == y!.Subject && x.Pages == y.Pages && x.Words.SequenceEqual(y.Words);

        public int GetHashCode(Letter obj) => obj.Subject.GetHashCode();
    }

    private sealed class Marked(ExtendedActorSystem system, int identifier) : SerializerWithStringManifest(system)
    {
        public override int Identifier => identifier;

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(obj.GetType().Name);

        public override object FromBinary(byte[] bytes, string manifest) => manifest == "Dog" ? new Dog() : new Cat();

        public override string Manifest(object o) => o.GetType().Name;
    }
}
