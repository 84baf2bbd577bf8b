using System.Runtime.Intrinsics;
using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Tagging;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Anonymisation.Training.Corpora;

namespace CoreStudy.Anonymisation.Training;

/// <param name="Trainings">So many times it is trained anew, each in an order of its own, and the weights of all are averaged: two alone differ by points in what they find.</param>
/// <param name="Rate">Of AdaGrad (Duchi, Hazan and Singer 2011).</param>
/// <param name="Decay">L2 on each weight that a line touches.</param>
/// <param name="Prune">Weights nearer to 0 are dropped from the model.</param>
/// <param name="Drop">Share of the features of a token that is left out at random while learning, so that no single one is leant on.</param>
/// <param name="AverageFrom">From this pass on, the weights after each pass are averaged, over all trainings.</param>
/// <param name="AtLeast">Features that the training text holds more rarely are left out.</param>
/// <param name="Seed">Of the first training; each further one takes the next.</param>
internal sealed record TrainingOptions(int Trainings = 3, int Passes = 5, float Rate = 0.08f, float Decay = 1e-6f, float Prune = 0.1f, float Step = 0.06f, int AtLeast = 2, float Drop = 0.25f, int AverageFrom = 2, int Seed = 20);

/// <summary>Trains one conditional random field on marked texts, on one thread; the same texts in the same order give the same model.</summary>
internal sealed class Trainer(TrainingOptions options)
{
    private const int L = Label.Count, Row = Label.Row, Most = 200;

    private uint[] _kept = new uint[16_384];
    private int[] _ends = new int[Most];

    public TaggerModel Train(IReadOnlyList<Document> documents, bool isCaseless, Action<string>? say = null)
    {
        var examples = Examples(documents, isCaseless);
        var keys = Number(examples);
        var (average, averageTransitions, averaged) = (new float[keys.Count * Row], new float[Row * Row], 0);
        for (var training = 0; training < options.Trainings; training++)
        {
            var (weights, squares) = (new float[keys.Count * Row], new float[keys.Count * Row]);
            var (transitions, transitionSquares) = (new float[Row * Row], new float[Row * Row]);
            var (chain, random, order) = (new Chain(), new Random(options.Seed + training), Enumerable.Range(0, examples.Count).ToArray());
            for (var pass = 1; pass <= options.Passes; pass++)
            {
                random.Shuffle(order);
                var loss = 0.0;
                foreach (var e in order) loss += Learn(examples[e], weights, squares, transitions, transitionSquares, chain, random);
                say?.Invoke($"training {training + 1}, pass {pass}: loss {loss / examples.Sum(e => e.Gold.Length):0.0000} a token");
                if (pass < options.AverageFrom) continue;
                averaged++;
                Average(weights, average, averaged);
                Average(transitions, averageTransitions, averaged);
            }
        }

        return Model(keys, average, averageTransitions);
    }

    private static void Average(float[] now, float[] average, int count)
    {
        for (var i = 0; i < now.Length; i++) average[i] += (now[i] - average[i]) / count;
    }

    private static List<Example> Examples(IReadOnlyList<Document> documents, bool isCaseless)
    {
        var examples = new List<Example>();
        var features = new List<uint>(80);
        foreach (var document in documents)
        {
            var text = TokenisedText.Of(document.Text);
            var writer = new FeatureWriter(text, Gazetteer.Shared, isCaseless);
            var gold = Gold(document, text);
            foreach (var line in text.Lines)
            {
                for (var first = line.First; first < line.End; first += Most)
                {
                    var part = new Line(first, Math.Min(line.End, first + Most), line.HasNoCapitals);
                    var all = new List<uint>(part.Count * 64);
                    var ends = new int[part.Count];
                    for (var i = 0; i < part.Count; i++)
                    {
                        writer.Write(part, first + i, features);
                        foreach (var feature in features) all.Add(feature & TaggerModel.KeyMask);
                        ends[i] = all.Count;
                    }

                    examples.Add(new Example([.. all], ends, gold[first..part.End]));
                }
            }
        }

        return examples;
    }

    private static byte[] Gold(Document document, TokenisedText text)
    {
        var labels = new byte[text.Tokens.Length];
        foreach (var mark in document.Marks)
        {
            var begin = mark.Type switch { "PERSON" => Label.Person, "LOCATION" => Label.Place, "ORGANISATION" => Label.Organisation, _ => 0 };
            if (begin == 0) continue;
            var first = true;
            for (var i = text.IndexAt(mark.Start); i < text.Tokens.Length && text.Tokens[i].Start < mark.End; i++)
            {
                if (labels[i] != 0) continue;
                labels[i] = (byte)(first || labels[i - 1] < begin || labels[i - 1] > Label.Inside(begin) ? begin : Label.Inside(begin));
                first = false;
            }
        }

        return labels;
    }

    /// <summary>Gives each feature that is not too rare a number, and writes the numbers in place of the hashes.</summary>
    private List<uint> Number(List<Example> examples)
    {
        var counts = new byte[1 << TaggerModel.KeyBits];
        foreach (var example in examples)
        {
            foreach (var feature in example.Features) counts[feature] = (byte)Math.Min(255, counts[feature] + 1);
        }

        var numbers = new int[counts.Length];
        var keys = new List<uint>();
        foreach (var example in examples)
        {
            var features = example.Features;
            var (at, to) = (0, 0);
            for (var t = 0; t < example.Ends.Length; t++)
            {
                for (; at < example.Ends[t]; at++)
                {
                    var feature = features[at];
                    if (counts[feature] < options.AtLeast) continue;
                    if (numbers[feature] == 0)
                    {
                        keys.Add(feature);
                        numbers[feature] = keys.Count;
                    }

                    features[to++] = (uint)(numbers[feature] - 1);
                }

                example.Ends[t] = to;
            }

            example.Features = features[..to];
        }

        return keys;
    }

    private double Learn(Example example, float[] weights, float[] squares, float[] transitions, float[] transitionSquares, Chain chain, Random random)
    {
        var count = example.Gold.Length;
        chain.Reserve(count);
        if (_kept.Length < example.Features.Length) _kept = new uint[example.Features.Length * 2];
        if (_ends.Length < count) _ends = new int[count * 2];
        var (at, to, keep) = (0, 0, 1 - options.Drop);
        for (var t = 0; t < count; t++)
        {
            var sum = Vector256<float>.Zero;
            for (; at < example.Ends[t]; at++)
            {
                if (options.Drop > 0 && random.NextSingle() >= keep) continue;
                var feature = example.Features[at];
                _kept[to++] = feature;
                sum += Vector256.LoadUnsafe(ref weights[feature * Row]);
            }

            _ends[t] = to;
            (sum / keep).CopyTo(chain.ScoresOf(t));
        }

        var gold = 0.0;
        for (var t = 0; t < count; t++)
        {
            gold += chain.ScoresOf(t)[example.Gold[t]];
            if (t > 0) gold += transitions[example.Gold[t - 1] * Row + example.Gold[t]];
        }

        var loss = chain.Run(count, transitions) - gold;
        Span<float> step = stackalloc float[Row];
        at = 0;
        var (rate, decay) = (Vector256.Create(options.Rate), Vector256.Create(options.Decay));
        for (var t = 0; t < count; t++)
        {
            step.Clear();
            for (var l = 0; l < L; l++) step[l] = (float)((l == example.Gold[t] ? 1 : 0) - chain[t, l]);
            var gradient = Vector256.Create<float>(step);
            var isSure = Math.Abs(step[example.Gold[t]]) < 0.002f;
            if (isSure)
            {
                at = _ends[t];
                continue;
            }

            for (; at < _ends[t]; at++)
            {
                ref var w = ref weights[_kept[at] * Row];
                ref var s = ref squares[_kept[at] * Row];
                var (weight, square) = (Vector256.LoadUnsafe(ref w), Vector256.LoadUnsafe(ref s));
                var g = gradient - weight * decay;
                square += g * g;
                weight += rate * g / (Vector256.Sqrt(square) + Vector256.Create(1e-4f));
                weight.StoreUnsafe(ref w);
                square.StoreUnsafe(ref s);
            }
        }

        for (var i = 0; i < L; i++)
        {
            for (var j = 0; j < L; j++)
            {
                if (!Label.MayFollow(i, j)) continue;
                var g = 0.0;
                for (var t = 1; t < count; t++) g += (example.Gold[t - 1] == i && example.Gold[t] == j ? 1 : 0) - chain.Pair(t, i, j);
                if (g == 0) continue;
                transitionSquares[i * Row + j] += (float)(g * g);
                transitions[i * Row + j] += (float)(options.Rate * g / (Math.Sqrt(transitionSquares[i * Row + j]) + 1e-4));
            }
        }

        return loss;
    }

    private TaggerModel Model(List<uint> keys, float[] weights, float[] transitions)
    {
        var order = Enumerable.Range(0, keys.Count).OrderBy(k => keys[k]).ToArray();
        return TaggerModel.Of([.. order.Select(k => keys[k])], k => weights.AsMemory(order[k] * Row, Row), transitions, options.Step, options.Prune);
    }

    private sealed class Example(uint[] features, int[] ends, byte[] gold)
    {
        public uint[] Features { get; set; } = features;

        /// <summary>Where the features of each token end.</summary>
        public int[] Ends { get; } = ends;

        public byte[] Gold { get; } = gold;
    }
}
