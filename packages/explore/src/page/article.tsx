import { useState } from 'preact/hooks';
import { type Settings, usual } from './address.ts';
import { Perceptron } from './live/perceptron.tsx';
import { Routing } from './live/routing.tsx';
import { Wide } from './wide.tsx';

/** A race that takes seconds: sizes at which the three methods differ in most trials. */
const race: Settings = { ...usual, N: 300, S: 3, temperatures: '391', trial: 19, speed: 4 };

/** What the paper says and what is true of it, for a reader who knows SGD. The numbers are those of docs/findings.md. */
export function Article() {
  const [settings, setSettings] = useState(race);
  const other = () => setSettings({ ...settings, trial: (settings.trial + 1) % 100 });
  return (
    <article>
      <h2>Several copies, one model</h2>
      <p>
        If you train a model twice, you get two different answers. One can average their predictions, or their
        weights. Kashiwamura and Leleu ask for more (
        <a href="https://arxiv.org/abs/2605.09256">arXiv:2605.09256</a>): let several copies of a model help
        each other <em>while</em> they learn. Their method is called M-cover. It trains M copies, the covers.
        Each training example sees weights that are mixed from several covers, chosen by random permutations.
        At the end the covers are averaged into one model of the original size.
      </p>
      <p>
        This page lets you watch it, and says how far it is true. All that moves here is computed in your
        browser, by the program that made our records, with the same bits.
      </p>

      <h3>A task that is easy to state and hard to solve</h3>
      <p>
        Take a linear classifier with N weights, and allow only the weights +1 and −1. A teacher, which is
        such a classifier itself, labels P random patterns. The student sees the patterns and the labels and
        looks for the teacher. The number that matters is the load α = P/N. With few patterns many students
        fit them all. With enough patterns the teacher alone does, and yet a local search does not find it:
        there is a range of loads where the answer is unique and the search gets stuck. SGD has no gradient to
        follow here, since the weights are discrete.
      </p>
      <p>
        So one uses simulated annealing. It flips one weight at a time, and takes a flip that makes things
        worse with a probability that the temperature T sets. T falls slowly. You may think of T as the noise
        of SGD, and of its fall as a schedule of the learning rate. A single copy (<strong>vanilla SA</strong>
        ) ends in a bad state. In <strong>RSA</strong> three copies attract each other: each is rewarded for
        agreeing with the others. <strong>M-cover</strong> has the same three copies, but couples them by its
        permutations.
      </p>
      <p>
        Press Play. Each dot below is a weight that differs from the teacher's. A strip that empties is a copy
        that has found the teacher. All three methods have the same patterns. Of trials 0 to 39 at this small
        size vanilla SA solves 1, RSA 9 and M-cover 13. Trial 19 comes first here because M-cover alone solves
        it.{' '}
        <button type="button" class="small" onClick={other}>
          Another trial
        </button>{' '}
        (now trial {settings.trial})
      </p>
      <Perceptron settings={settings} onSettings={setSettings} brief />
      <p>
        Trials are of two kinds, solved and stuck, and their mean tells little. Count the solved ones. At the
        paper's size (<a href="#live">1000 weights, 3901 temperatures</a>) our runs say:
      </p>
      <Wide label="our runs at the paper's size">
        <table class="outcomes">
          <caption>Perceptron, N = 1000, α = 1.58, M = 3, S = 10; error with its 95 % interval</caption>
          <thead>
            <tr>
              <th scope="col">method</th>
              <th scope="col">error</th>
              <th scope="col">solved</th>
              <th scope="col">the paper says</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row" class="swatch vanilla">
                vanilla SA
              </th>
              <td>0.2060 ± 0.0045</td>
              <td>0 of 100</td>
              <td>0.1936 ± 0.0113</td>
            </tr>
            <tr>
              <th scope="row" class="swatch rsa">
                RSA
              </th>
              <td>0.0803 ± 0.0165</td>
              <td>50 of 100</td>
              <td>0.0539 ± 0.0329</td>
            </tr>
            <tr>
              <th scope="row" class="swatch mcover">
                M-cover
              </th>
              <td>0.0492 ± 0.0149</td>
              <td>69 of 100</td>
              <td>0.0420 ± 0.0319</td>
            </tr>
            <tr>
              <th scope="row">three copies apart, averaged</th>
              <td>0.1612 ± 0.0043</td>
              <td>0 of 60</td>
              <td>–</td>
            </tr>
            <tr>
              <th scope="row">message passing (AMP)</th>
              <td>0.0197 ± 0.0066</td>
              <td>170 of 200</td>
              <td>–</td>
            </tr>
          </tbody>
        </table>
      </Wide>

      <h3>How the copies are coupled</h3>
      <p>
        A matrix Q says how strongly each cover reads from each other one. For every weight and each of S
        channels a permutation of the covers is drawn, by odds that Q sets. When cover 1 computes its output
        through a channel, it takes the first weight from the cover that the first permutation names, the
        second weight from the cover that the second one names, and so on. Each cover still has one copy of
        every weight. What is mixed is who uses it. The permutations are drawn once, before the training.
      </p>
      <Routing />
      <p>
        With a narrow ring every cover reads from one other, always the same, and the copies are in truth
        apart. With a wide one all permutations are as likely. In between, the shift μ says how far round the
        ring a cover reads. In our records of 32 kernels, those that mix more give a lower error, and narrow
        rings give no more than averaging does. That mixing is the cause is not proven.
      </p>

      <h3>What is true of it</h3>
      <p>
        <strong>The effect is real where the paper shows it.</strong> On the perceptron, M-cover solves 69 of
        100 trials and replicated annealing 50. Compared in pairs of the same patterns, its mean error is
        lower by 0.031 [0.016, 0.046]. The paper's own 20 trials do not tell the two apart.
      </p>
      <p>
        <strong>Nobody has to solve this perceptron that way.</strong> Message passing solves 170 of 200
        trials, and half of its trials take a tenth of a second or less. M-cover takes 35 times as long. It is
        a way to improve a local search, and the right tool where there is nothing better.
      </p>
      <p>
        <strong>A committee machine with a tuned learning rate does as well.</strong> This small network
        learns two classes of Fashion-MNIST. At the paper's rate, SGD has the error .0788 and M-cover .0648.
        With a larger rate and slower annealing SGD reaches .0618. At the best of the 18 settings that we
        tried, the difference is .0010 ± .0011: none that one can see.
      </p>
      <p>
        <strong>M-cover forgives a bad rate.</strong> At ten and three times less than the best rate it loses
        less than SGD does. At three times more, some trainings of SGD end at chance, and M-cover stays at
        .060 with slow annealing. If you cannot afford to tune, this counts; but an epoch of M-cover with S =
        3 and M = 4 costs as much as 12 of SGD, which is a search over several rates.
      </p>
      <p>
        <strong>Averaging alone does a third to three quarters.</strong> Train copies apart and average them
        at the end: on the perceptron that goes a third of the way from one copy to M-cover. On the committee,
        at the paper's rate, it gives a half to three quarters of the gain. Any claim for routing has to be
        made against this control.
      </p>
      <p>
        <strong>On a multilayer perceptron a gain is not established.</strong> On 60 000 images of MNIST,
        M-cover and SGD differ by 0.0001 [−0.0027, 0.0030], with three trainings each. The paper's gain there
        is 0.0006, and far more trainings would be needed to see it.
      </p>

      <h3>For the teacher of a course</h3>
      <p>
        The page needs no installation and suits a session of an hour after an introduction to SGD or to
        statistical mechanics. Three exercises: (1) On <a href="#live">Live trial</a>, find the load at which
        one copy begins to solve the task with 300 weights, and the load for M-cover. Ten trials each: how
        sure are you? Give an interval. (2) Choose the kernel “identity”, then “uniform”, then draw one by
        hand with a block of two covers and one alone. Predict from Q which covers will agree at the end, then
        look at their overlaps. (3) Two students run trials 0 to 9 at the same settings on their own machines.
        Why do they get the same record ids, and why must they? What would have to change for an id to change?
      </p>
    </article>
  );
}
