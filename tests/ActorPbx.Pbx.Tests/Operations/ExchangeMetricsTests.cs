using System.Diagnostics.Metrics;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Operations;

namespace ActorPbx.Pbx.Tests.Operations;

public class ExchangeMetricsTests
{
    [Fact]
    public void An_extension_counts_once_however_many_devices_it_has()
    {
        using var metrics = new ExchangeMetrics();
        metrics.BindingsChanged(0, 2);
        metrics.BindingsChanged(0, 1);
        metrics.BindingsChanged(2, 3);
        metrics.BindingsChanged(1, 0);
        Measured("actorpbx.extensions.registered", 1, "actorpbx.extensions.bindings", 3);
    }

    [Fact]
    public void A_call_is_active_from_its_begin_to_its_end()
    {
        using var metrics = new ExchangeMetrics();
        metrics.CallBegan();
        metrics.CallBegan();
        metrics.Active.ShouldBe(2);
        metrics.CallIsOver();
        metrics.Active.ShouldBe(1);
    }

    [Fact]
    public void Every_outcome_has_a_word_of_its_own() =>
        Enum.GetValues<CallOutcome>().Select(OutcomeWord.Of).ShouldBeUnique();

    private static void Measured(string one, long first, string other, long second)
    {
        // Other tests' exchanges have meters of the same name: one of them must show both figures.
        var seen = new Dictionary<Meter, Dictionary<string, long>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == ExchangeMetrics.Name)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (!seen.TryGetValue(instrument.Meter, out var figures))
            {
                seen[instrument.Meter] = figures = [];
            }

            figures[instrument.Name] = value;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        seen.Values.ShouldContain(figures => figures[one] == first && figures[other] == second);
    }
}
